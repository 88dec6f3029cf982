"""Addresses of steering."""

from __future__ import annotations

from django.urls import path

from mtqg.web.steering import committee, difficulty_views, documents, task_views

PREFIX = "chi-dao/"
urlpatterns = [
    path("van-ban/", documents.documents, name="documents"),
    path("van-ban/vao-so/", documents.add, name="document_add"),
    path("van-ban/chua-ban-hanh/", documents.missing, name="documents_missing"),
    path("van-ban/<str:id>/", documents.document, name="document"),
    path("van-ban/<str:id>/bo/", documents.remove, name="document_remove"),
    path("ban/", committee.committee, name="committee"),
    path("ban/thanh-vien/", committee.member_add, name="member_add"),
    path("ban/thanh-vien/<str:id>/", committee.member_end, name="member_end"),
    path("ban/phien-hop/", committee.session_add, name="session_add"),
    path("ban/phien-hop/<str:code>/", committee.session, name="session"),
    path("ban/phien-hop/<str:code>/ket-luan/", committee.conclusion_add, name="conclusion_add"),
    path("nhiem-vu/", task_views.tasks, name="tasks"),
    path("nhiem-vu/giao/", task_views.assign, name="task_assign"),
    path("nhiem-vu/<str:code>/", task_views.task, name="task"),
    path("nhiem-vu/<str:code>/cap-nhat/", task_views.update, name="task_update"),
    path("kho-khan/", difficulty_views.difficulties, name="difficulties"),
    path("kho-khan/phan-anh/", difficulty_views.report, name="difficulty_report"),
    path("kho-khan/tong-hop/", difficulty_views.ask, name="question_ask"),
    path("kho-khan/cau-hoi/", difficulty_views.questions, name="questions"),
    path("kho-khan/cau-hoi/<str:code>/", difficulty_views.question, name="question"),
    path("kho-khan/cau-hoi/<str:code>/cap-nhat/", difficulty_views.question_update, name="question_update"),
    path("kho-khan/<str:code>/", difficulty_views.difficulty, name="difficulty"),
]
