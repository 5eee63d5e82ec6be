"""Every endpoint by its noun, on one client."""

from desktop_admin.api.audit import AuditApi
from desktop_admin.api.client import ApiClient
from desktop_admin.api.credits import CreditsApi
from desktop_admin.api.generations import GenerationsApi
from desktop_admin.api.invites import InvitesApi
from desktop_admin.api.members import MembersApi
from desktop_admin.api.purchases import PurchasesApi
from desktop_admin.api.session import SessionApi
from desktop_admin.api.team import TeamApi
from desktop_admin.api.usage import UsageApi


class Api:
    """The endpoints; each noun's are in a file of its own."""

    def __init__(self, client: ApiClient) -> None:
        self.client = client
        self.session = SessionApi(client)
        self.team = TeamApi(client)
        self.credits = CreditsApi(client)
        self.purchases = PurchasesApi(client)
        self.members = MembersApi(client)
        self.invites = InvitesApi(client)
        self.generations = GenerationsApi(client)
        self.audit = AuditApi(client)
        self.usage = UsageApi(client)
