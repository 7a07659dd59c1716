"""What is said about who a customer is: why a source record belongs to its customer."""

from carteira.messages.marker import _

MESSAGES = {
    "link_only_record": _("The customer's only record."),
    "link_identical": _("Identical to another record of the customer."),
    "link_tax_id": _("Same tax id."),
    "link_email": _("Same e-mail address, and names that fit."),
    "link_phone": _("Same telephone, and names that fit."),
    "link_similar": _("Name, dates and addresses are too alike for chance."),
}
