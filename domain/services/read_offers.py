"""Tell anybody what can be applied for."""

from domain.requests import OffersRead
from domain.services.lending import Lending
from domain.unit_of_work import UnitOfWork


def read_offers(work: UnitOfWork, lending: Lending) -> OffersRead:
    offers = tuple(offer for offer in work.offers.list() if offer.is_open)
    return OffersRead(offers, may_apply=bool(offers and lending.apply_url))
