namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>The documented examples contain nothing that their types do not read. Examples that are odd on purpose are named <c>quirk-…</c> and left out.</summary>
public sealed class MembersOfExamplesTests
{
    public static TheoryData<string> Examples => new(ResourceFile.Names
        .Where(name => name.StartsWith("messages/", StringComparison.Ordinal) || name.StartsWith("legacy/", StringComparison.Ordinal))
        .Where(name => !name.Contains("/quirk-", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_member_of_a_documented_example_is_read(string name) =>
        Assert.All(WhatsAppPayload.Read(new ResourceFile(name).Body), received => Assert.Empty(received.UnreadMembers()));
}
