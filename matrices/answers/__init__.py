"""Interpretation and questions: who plays which part in each task, asked in every way."""
