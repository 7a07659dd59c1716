"""What does each treatment change for each customer? Effects with intervals, and whether customers differ in them."""

from carteira.customize.uplift.crossfit import expected_outcomes
from carteira.customize.uplift.effects import Effects, fit_effects
from carteira.customize.uplift.prior import Belief, belief, posterior
from carteira.customize.uplift.qini import qini, qini_curve

__all__ = ["Belief", "Effects", "belief", "expected_outcomes", "fit_effects", "posterior", "qini", "qini_curve"]
