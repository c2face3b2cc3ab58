from readinglist.operations import admin_audit as admin_audit  # registers
