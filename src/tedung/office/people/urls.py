"""The addresses of persons."""

from django.urls import path

from tedung.office.people import pages, pages_data

urlpatterns = [
    path("", pages.find, name="people"),
    path("<slug:public_id>/", pages.person, name="person"),
    path("<slug:public_id>/ubah/", pages_data.change, name="person_change"),
    path("<slug:public_id>/bukti/", pages_data.evidence, name="person_evidence"),
    path("<slug:public_id>/keluarga/", pages_data.kin, name="person_family"),
    path("<slug:public_id>/keluarga/tambah/", pages_data.relate, name="person_relate"),
    path("<slug:public_id>/keluarga/<int:key>/akhiri/", pages_data.end_relation, name="person_end_relation"),
    path("<slug:public_id>/nik/", pages.nik, name="person_nik"),
]
