"""Every question as plain loops over the assignments: what the answers of the index are held against."""  # noqa: E501
