"""Words that say what kind of company a name belongs to: legal forms by country, and the trades that betray a
company."""

LEGAL_FORMS = {
    "BR": "ltda|limitada|s ?a|sociedade anonima|eireli|e p p|epp|m e|me|mei|ss|s ?s ltda|slu|cia ltda|cia|companhia",
    "AR": "s ?a|s ?r ?l|s ?a ?s|s ?c ?a|s ?a ?u|s ?h",
    "CL": "spa|s ?a|ltda|limitada|e ?i ?r ?l",
    "CO": "s ?a ?s|s ?a|ltda|e ?u",
    "MX": "s ?a ?p ?i de c ?v|s ?a de c ?v|s de r ?l de c ?v|s de r ?l|s ?a ?b de c ?v|s ?a|s ?c|a ?c",
    "PE": "s ?a ?c|s ?a ?a|s ?a|e ?i ?r ?l|s ?r ?l",
    "ES": "s ?l ?u?|s ?a ?u?|s ?l ?l|s ?c ?p?",
    "PT": "lda|limitada|unipessoal lda|s ?a",
    "IT": "s ?p ?a|s ?r ?l ?s?|s ?n ?c|s ?a ?s",
    "DE": "gmbh|gmbh co kg|ag|kg|ohg|ug|e ?k",
    "FR": "s ?a ?r ?l|s ?a ?s ?u?|s ?a|eurl|sci",
    "GB": "ltd|limited|plc|llp|lp",
    "US": "inc|incorporated|corp|corporation|co|company|llc|llp|lp|ltd",
    "NL": "b ?v|n ?v",
}
"""Country -> legal forms at the end of a name, as a pattern over folded names (lower case, points gone)."""

UNAMBIGUOUS_FORMS = (
    "ltda|limitada|eireli|epp|mei?|s[/.] ?a|s r l|srl|spa|s p a|s ?a ?p ?i de c ?v|s ?a de c ?v|s de "
    "r ?l( de c ?v)?|gmbh|ltd|llc|inc|corp|plc|lda|sarl|s ?a ?s"
)
"""Legal forms that no person's name ends in ("S/A" but not "SA", which may be the surname Sá): enough to call its
owner a company."""

COMPANY_WORDS = (
    "(confeit|marcen|livr|papel|pizz|churrasc|tabac|joalh|serralh|vidrac|tapec|estof|funer|calder|"
    "perfum|borrach|peix)aria|"
    "(lavand|sorvet|cafet|vidr|bij|lanch)eria|comercio|comercial|industria|industrias|industrial|"
    "distribuidora|transportes|transportadora|servicos|construtora|construcoes|"
    "engenharia|padaria|panificadora|supermercado|mercado|mercearia|farmacia|drogaria|restaurante|"
    "lanchonete|clinica|hospital|laboratorio|"
    "escola|colegio|faculdade|universidade|associacao|cooperativa|fundacao|instituto|igreja|prefeitura|"
    "condominio|imobiliaria|metalurgica|"
    "auto ?pecas|oficina|posto|hotel|pousada|academia|loja|lojas|atacado|atacadista|varejo|importadora|"
    "exportadora|consultoria|"
    "tecnologia|sistemas|solucoes|seguros|corretora|grafica|editora|confeccoes|moveis|materiais|"
    "alimentos|bebidas|agropecuaria|fazenda|"
    "holding|participacoes|empreendimentos|representacoes|logistica|contabilidade|advogados|grupo|"
    "empresa|empresas|filial|matriz|"
    "distribuciones|distribuidor|servicios|ferreteria|constructora|inmobiliaria|transporte|"
    "comercializadora|ingenieria|farmacias|tienda|"
    "panaderia|supermercados|fundacion|asociacion|company|services|industries|group|trading|solutions|store|foods"
)
"""Words of trades and institutions that betray a company (Portuguese, Spanish, English), as a pattern over folded
names."""


def trailing_forms(country: str) -> str:
    """The legal forms stripped from the end of a name, as a pattern: the country's own first, then every other
    country's."""
    own = LEGAL_FORMS.get(country, "")
    others = "|".join(forms for code, forms in LEGAL_FORMS.items() if code != country)
    return f"{own}|{others}" if own else others
