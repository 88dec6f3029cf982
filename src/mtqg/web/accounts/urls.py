"""Addresses of accounts, at the root."""

from __future__ import annotations

from django.urls import path

from mtqg.web.accounts import people, signing, views

PREFIX = ""
urlpatterns = [
    path("", views.work, name="work"),
    path("toi/", views.me, name="me"),
    path("toi/thu/", views.own_email, name="own_email"),
    path("ngon-ngu/", views.choose_language, name="choose_language"),
    path("hien/", views.reveal, name="reveal"),
    path("dang-nhap/", signing.sign_in, name="sign_in"),
    path("dang-xuat/", signing.sign_out, name="sign_out"),
    path("doi-mat-khau/", signing.change_password, name="change_password"),
    path("hai-lop/", signing.second_factor, name="second_factor"),
    path("nguoi-dung/", people.people, name="people"),
    path("nguoi-dung/them/", people.add_person, name="add_person"),
    path("nguoi-dung/<str:account>/", people.one_person, name="person"),
    path("nguoi-dung/<str:account>/vai-tro/", people.grant_role, name="grant_role"),
    path("nguoi-dung/<str:account>/thu-hoi/", people.revoke_role, name="revoke_role"),
    path("nguoi-dung/<str:account>/dat-lai/", people.reset_person, name="reset_person"),
    path("nguoi-dung/<str:account>/ngung/", people.stop_person, name="stop_person"),
    path("nguoi-dung/<str:account>/thu/", people.email_person, name="email_person"),
    path("uy-quyen/thoi/", people.take_back, name="take_back"),
    path("uy-quyen/", people.delegate, name="delegate"),
]
