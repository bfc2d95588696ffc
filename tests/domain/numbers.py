"""Telephone numbers that a Swedish line writes to or calls for nobody, by what they are."""

COSTLY_OR_ELSEWHERE = {
    "satellite": "+881612345678",
    "satellite of another network": "+870773123456",
    "international network": "+88213000000",
    "international network of no known kind": "+8821234567890",
    "international premium rate": "+979123456789",
    "international shared cost": "+80812345678",
    "premium rate": "+46900123456",
    "premium rate of another series": "+469391234567",
    "shared cost": "+46771123456",
    "personal": "+46751234567",
    "premium rate abroad": "+19005551234",
    "abroad": "+4740612345",
    "Jamaica": "+18762101234",
}
