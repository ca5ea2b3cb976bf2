"""The addresses of the pairs."""

from django.urls import path

from tedung.office.review import pages, pages_ask

urlpatterns = [
    path("", pages.listing, name="review"),
    path("mesin/", pages.machine, name="review_trust"),
    path("bandingkan/", pages_ask.ask, name="review_ask"),
    path("<int:key>/", pages.pair, name="review_pair"),
    path("<int:key>/putusan/", pages.decide, name="review_decide"),
]
