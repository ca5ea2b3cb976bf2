"""The address of a document."""

from django.urls import path

from tedung.office.documents import pages

urlpatterns = [path("<slug:public_id>/", pages.download, name="document")]
