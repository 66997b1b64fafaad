"""What mail needs to arrive, looked at before it is sent: records, login, certificate, addresses, clock."""
