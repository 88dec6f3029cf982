"""The books of steering."""

from __future__ import annotations

from mtqg.steering.difficulty_terms import (
    DIFFICULTIES,
    DIFFICULTY_GROUPINGS,
    DIFFICULTY_QUESTIONS,
    QUESTION_EVENT_TABLE,
)
from mtqg.steering.terms import (
    DIRECTING_DOCUMENTS,
    STEERING_CONCLUSIONS,
    STEERING_MEMBERS,
    STEERING_SESSIONS,
    STEERING_TASK_EVENTS,
    STEERING_TASKS,
)
from mtqg.web.facts import fact_model

DirectingDocuments = fact_model(DIRECTING_DOCUMENTS, __name__)
SteeringMembers = fact_model(STEERING_MEMBERS, __name__)
SteeringSessions = fact_model(STEERING_SESSIONS, __name__)
SteeringConclusions = fact_model(STEERING_CONCLUSIONS, __name__)
SteeringTasks = fact_model(STEERING_TASKS, __name__)
SteeringTaskEvents = fact_model(STEERING_TASK_EVENTS, __name__)
Difficulties = fact_model(DIFFICULTIES, __name__)
DifficultyQuestions = fact_model(DIFFICULTY_QUESTIONS, __name__)
DifficultyGroupings = fact_model(DIFFICULTY_GROUPINGS, __name__)
DifficultyQuestionEvents = fact_model(QUESTION_EVENT_TABLE, __name__)
