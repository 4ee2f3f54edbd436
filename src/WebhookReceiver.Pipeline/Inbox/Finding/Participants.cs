using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Inbox;

/// <summary>The identifiers of the person or group that an event concerns: phone number, business-scoped ids, username, and the second part of its conversation.</summary>
internal static class Participants
{
    /// <summary>How people and Meta punctuate phone numbers.</summary>
    private const string Punctuation = "+-() ./";

    /// <summary>Adds the term of each, some of them twice.</summary>
    public static void AddTerms(WhatsAppEvent message, ICollection<ulong> terms)
    {
        if (message.User is { } user)
        {
            AddTerm(user.PhoneNumber, terms);

            // Usually the same.
            AddTerm(string.Equals(user.WaId, user.PhoneNumber, StringComparison.Ordinal) ? null : user.WaId, terms);
            AddTerm(user.UserId, terms);
            AddTerm(user.ParentUserId, terms);
            AddTerm(user.Username, terms);
        }

        if (message.ConversationKey is { } conversation && InConversation(conversation) is var other && !other.SequenceEqual(message.User?.PhoneNumber))
        {
            terms.Add(SearchTerms.OfParticipant(other));
        }
    }

    /// <summary>The user or the group of a conversation.</summary>
    public static ReadOnlySpan<char> InConversation(string conversation) => conversation.AsSpan(conversation.IndexOf(':', StringComparison.Ordinal) + 1);

    /// <summary>What is hashed of an identifier: without case, and without the punctuation of phone numbers. Whether two are the same is decided by the event itself.</summary>
    public static bool TryNormalize(char character, out char normalized)
    {
        normalized = char.ToLowerInvariant(character);
        return !Punctuation.Contains(character, StringComparison.Ordinal);
    }

    private static void AddTerm(string? id, ICollection<ulong> terms)
    {
        if (id is not null)
        {
            terms.Add(SearchTerms.OfParticipant(id));
        }
    }
}
