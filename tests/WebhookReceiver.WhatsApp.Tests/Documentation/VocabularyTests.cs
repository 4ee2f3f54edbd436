namespace WebhookReceiver.WhatsApp.Tests;

public sealed class VocabularyTests
{
    private const string Readme = "src/WebhookReceiver.WhatsApp/README.md";

    [Fact]
    public void The_README_lists_the_event_types() => MarkedText.Of(Readme, "types", nameof(VocabularyTests)).AssertIs(VocabularyTable.Write());

    [Fact]
    public void The_README_lists_the_event_for_each_field_and_word() => MarkedText.Of(Readme, "fields", nameof(VocabularyTests)).AssertIs(FieldTable.Write());

    [Fact]
    public void Every_event_type_is_in_the_table_of_fields()
    {
        var table = FieldTable.Write();

        Assert.Equal(34, SpecifiedWords.Fields.Count);
        Assert.All(
            typeof(WhatsAppEvent).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(WhatsAppEvent)) && !type.IsAbstract),
            type => Assert.Contains($"`{type.Name}`", table, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(typeof(TextMessage), "`message.text`")]
    [InlineData(typeof(MessageStatus), "`status.…`")]
    [InlineData(typeof(ReceivedError), "`error`")]
    [InlineData(typeof(UnknownMessage), "`message.…`")]
    [InlineData(typeof(UnknownChange), "any other field")]
    [InlineData(typeof(AccountReviewUpdate), "`account_review_update`")]
    public void A_type_is_listed_with_its_name_in_the_event_log(Type type, string words) => Assert.Equal(words, LoggedTypes.Of(type));

    [Theory]
    [InlineData("A text (Meta's \"Text messages webhook reference\").", "A text.")]
    [InlineData("A price (Meta's <c>account_update</c> webhook reference) of it.", "A price of it.")]
    [InlineData("A token (<c>Specification/fields.md</c>, section 6.15).", "A token.")]
    [InlineData("\n  A change\n  of <see cref=\"P:Some.Type.Field\"/>. And more.", "A change of `Field`.")]
    [InlineData("A handler, <see cref=\"T:Some.IHandler`1\"/>.", "A handler, `IHandler`.")]
    [InlineData("What a <c>list</c> | holds", "What a `list` \\| holds.")]
    public void The_first_sentence_of_a_summary_becomes_Markdown(string summary, string sentence) =>
        Assert.Equal(sentence, SummarySentence.Of(System.Xml.Linq.XElement.Parse($"<summary>{summary}</summary>")));
}
