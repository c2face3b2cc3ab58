from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser, Permission
from django.db.models import QuerySet


class RoleBackend(ModelBackend):
    """Name and password, as Django has them; permissions come with a role, through its group, and never one by one."""

    def _get_user_permissions(self, user_obj: AbstractBaseUser) -> QuerySet[Permission]:
        return Permission.objects.none()
