import pytest, difflib
from tests.access.world import World
from tests.attacks.twins import *
from tests.attacks.test_hidden_values import other_contacts, contact_questions, answers
pytestmark = pytest.mark.django_db
def test_x(world: World, tmp_path) -> None:
    q = contact_questions(world)
    a = answers(world, "mara", q)
    with twin(world, tmp_path, other_contacts) as home, at(home):
        b = answers(world, "mara", q)
    for k in a:
        if a[k] != b[k]:
            print("##", k)
            x, y = a[k], b[k]
            i = next((n for n in range(min(len(x),len(y))) if x[n]!=y[n]), 0)
            print(repr(x[max(0,i-150):i+150])); print(repr(y[max(0,i-20):i+150]))
