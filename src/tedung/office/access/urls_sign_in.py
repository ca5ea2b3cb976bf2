"""The address at which one signs in, in the reader's language."""

from allauth.account.views import LoginView
from django.urls import path

urlpatterns = [path("", LoginView.as_view(), name="sign_in")]
