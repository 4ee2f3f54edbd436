using WebhookReceiver.Commands.Output;
using Xunit;

namespace WebhookReceiver.Tests.Commands.Output;

/// <summary>Scripts parse this output, so it must not change by a byte.</summary>
public sealed class PlainOutputTests : IDisposable
{
    private readonly StringWriter written = new() { NewLine = "\n" };

    private PlainOutput Output => new(written);

    [Fact]
    public void A_table_has_columns_as_wide_as_their_longest_cell()
    {
        Output.Table(["ID", "HANDLER", "COUNT", "LAST"], [["1", "orders", 12, new DateTimeOffset(2026, 6, 9, 12, 13, 20, 999, TimeSpan.FromHours(2))], ["long one", null, 1_000_000, true]]);

        Assert.Equal(
            """
            ID        HANDLER  COUNT    LAST
            1         orders   12       2026-06-09T10:13:20Z
            long one  -        1000000  yes

            """,
            written.ToString());
    }

    [Fact]
    public void Fields_stand_below_each_other()
    {
        Output.Fields(("Id", Guid.Empty), ("Free bytes", 5_000_000_000), ("Replaying", false), ("Handler", null));

        Assert.Equal(
            """
            Id          00000000-0000-0000-0000-000000000000
            Free bytes  5000000000
            Replaying   no
            Handler     -

            """,
            written.ToString());
    }

    [Fact]
    public void What_a_terminal_would_obey_is_escaped()
    {
        Output.Line("a\u001b[31m\nb");
        Output.Fields(("Name", "c\u202ed\r"));
        Output.Table(["NAME", "NEXT"], [["e\u0007f", "g"]]);

        Assert.Equal("a\\u001b[31m\\nb\nName  c\\u202ed\\r\nNAME      NEXT\ne\\u0007f  g\n", written.ToString());
    }

    public void Dispose() => written.Dispose();
}
