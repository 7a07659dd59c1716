"""What is each customer still worth? Purchases to come, chance of still being there, margin per purchase, net value."""

from carteira.differentiate.lifetime.beta_geo import BetaGeoModel, BetaGeoParameters, fit_beta_geo
from carteira.differentiate.lifetime.by_kind import lifetime_by_kind
from carteira.differentiate.lifetime.gamma_gamma import GammaGammaModel, GammaGammaParameters, fit_gamma_gamma
from carteira.differentiate.lifetime.nbd import NbdModel, NbdParameters, fit_nbd
from carteira.differentiate.lifetime.value import LifetimeResult, customer_lifetime

__all__ = [
    "BetaGeoModel",
    "BetaGeoParameters",
    "GammaGammaModel",
    "GammaGammaParameters",
    "LifetimeResult",
    "NbdModel",
    "NbdParameters",
    "customer_lifetime",
    "fit_beta_geo",
    "fit_gamma_gamma",
    "fit_nbd",
    "lifetime_by_kind",
]
