"""Full text of notices and tasks in an archive, any stretch of two characters and more."""
