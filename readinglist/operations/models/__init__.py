from readinglist.operations.models.audit import AuditEntry

__all__ = ["AuditEntry"]
