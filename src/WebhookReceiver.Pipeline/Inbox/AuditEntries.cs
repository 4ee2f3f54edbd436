namespace WebhookReceiver.Inbox;

/// <summary>Finds the place in a list of audit entries from which a page continues.</summary>
internal static class AuditEntries
{
    extension(IEnumerable<AuditEntry> newestFirst)
    {
        /// <summary>Those behind the entry with an id, by its place: ids need not be in order, because the clock may have been set back.</summary>
        public IEnumerable<AuditEntry> Behind(Guid? after) => after is not { } id ? newestFirst : newestFirst.SkipWhile(entry => entry.Id != id).Skip(1);
    }
}
