"""What is said about the effects of treatments, the value of policies, and exploration."""

from carteira.messages.marker import _

MESSAGES = {
    "uplift_empty": _("There is nobody to learn from: give at least one customer with a treatment and an outcome."),
    "uplift_no_arms": _("Nobody was treated, and nothing is expected of any treatment: there is no effect to learn."),
    "uplift_lengths_differ": _("The columns have different lengths (%(lengths)s): give one value per customer."),
    "uplift_value_not_a_number": _("Column %(column)s holds something that is not a number: give numbers only."),
    "uplift_value_missing": _("Row %(row)s of %(column)s is missing or infinite: give a number."),
    "uplift_treatment_not_a_code": _("Row %(row)s: a treatment is a whole number, 0 for control, then 1, 2 and so on."),
    "uplift_propensity_shape": _(
        "The propensities do not fit: give %(rows)s rows and %(columns)s columns or more, control first."
    ),
    "uplift_propensity_not_a_probability": _("Row %(row)s of the propensities holds something outside 0 to 1."),
    "uplift_propensity_sum": _("Row %(row)s: the chances of all treatments, control included, must sum to 1."),
    "uplift_propensity_contradicts": _("Row %(row)s: the treatment given had a chance of 0. Check the propensities."),
    "uplift_features_shape": _("Features are a table, or numbers in rows and at least one column."),
    "uplift_features_differ": _("The effects were learned from %(expected)s features; %(found)s were given."),
    "uplift_feature_missing": _("Features are lacking: %(column)s. Give those that the effects were learned from."),
    "uplift_prior_lengths": _("A prior has one mean and one deviation per arm; there are %(lengths)s."),
    "uplift_prior_invalid": _("A prior's mean is a number and its deviation is above 0."),
    "uplift_usable": _("Customers differ in the effect, and the difference can be used to choose among them."),
    "uplift_no_heterogeneity": _(
        "Customers are not known to differ in the effect: treat all, or nobody."
        " The average effect stands for everybody."
    ),
    "uplift_rank_by_response": _(
        "No model of effects chooses better than a model of response: treat all, or rank by response."
        " The average effect stands for everybody."
    ),
    "uplift_too_few": _(
        "Too few customers were treated or held out to learn who differs (300 of each are needed):"
        " the average effect stands for everybody."
    ),
    "uplift_no_experiment": _(
        "There is no experiment for this treatment (30 customers with and without it are needed): what is entered"
        " as its expected effect stands for everybody."
    ),
    "policy_empty": _("There are no logged decisions to evaluate: give at least one."),
    "policy_shape": _("The columns do not fit: %(rows)s decisions and %(actions)s actions were expected throughout."),
    "policy_outcome_missing": _("Row %(row)s: an outcome, or an expected outcome, is missing or infinite."),
    "policy_action_unknown": _("Row %(row)s: an action is a whole number from 0, and there are %(actions)s actions."),
    "policy_propensity_invalid": _("Row %(row)s: the logged chance of what was done must be above 0 and at most 1."),
    "policy_not_probabilities": _("Row %(row)s: the policy's chances must not be negative, and sum to 1."),
    "exploration_share_invalid": _("A holdout share of %(share)s cannot be: give one from 0 to 1, such as 0.1."),
    "exploration_shape": _("The columns do not fit: give one row per customer and one column per action throughout."),
    "exploration_belief_invalid": _(
        "Of some action nothing is known, so it cannot be explored: enter an expected effect and its uncertainty."
    ),
    "exploration_floor_invalid": _("A least chance of %(floor)s for each of %(actions)s actions sums to more than 1."),
    "exploration_chances_invalid": _("The chances of a customer's actions must not be negative, and sum to 1."),
}
