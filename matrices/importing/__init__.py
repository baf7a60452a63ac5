"""From a document's paragraphs and tables to a draft catalog with its doubts."""
