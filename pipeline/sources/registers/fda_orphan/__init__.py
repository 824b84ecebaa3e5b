"""The FDA's orphan drug designations and approvals."""
