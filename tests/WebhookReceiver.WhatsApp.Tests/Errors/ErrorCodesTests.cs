namespace WebhookReceiver.WhatsApp.Tests;

public sealed class ErrorCodesTests
{
    [Fact]
    public void The_table_has_as_many_codes_as_its_source_page_plus_one_that_was_seen() => Assert.Equal(263, ErrorCodes.All.Count);

    [Fact]
    public void No_code_is_listed_twice()
    {
        Assert.Equal(ErrorCodes.All.Count, ErrorCodes.All.Select(code => code.Code).Distinct().Count());
        Assert.All(ErrorCodes.All, code => Assert.Same(code, ErrorCodes.Find(code.Code)));
    }

    [Fact]
    public void Every_code_has_a_name_and_a_kind()
    {
        Assert.DoesNotContain(ErrorCodes.All, code => string.IsNullOrWhiteSpace(code.Name));
        Assert.DoesNotContain(ErrorCodes.All, code => code.Kind == ErrorKind.Unknown);
    }

    [Theory]
    [InlineData(0, "authorization", false)]
    [InlineData(138006, "authorization", false)]
    [InlineData(4, "throttling", true)]
    [InlineData(138012, "throttling", false)]
    [InlineData(131048, "throttling", false)]
    [InlineData(131056, "throttling", true)]
    [InlineData(133016, "throttling", false)]
    [InlineData(368, "integrity", false)]
    [InlineData(139000, "integrity", false)]
    [InlineData(131031, "integrity", false)]
    [InlineData(138014, "integrity", false)]
    [InlineData(1, "other", true)]
    [InlineData(137000, "other", false)]
    [InlineData(131000, "other", true)]
    [InlineData(131016, "other", true)]
    [InlineData(131026, "other", false)]
    [InlineData(131042, "other", false)]
    [InlineData(131047, "other", false)]
    [InlineData(131049, "other", false)]
    [InlineData(131050, "other", false)]
    [InlineData(131051, "other", false)]
    [InlineData(132000, "other", false)]
    [InlineData(200007, "other", false)]
    [InlineData(132015, "other", false)]
    [InlineData(133000, "other", true)]
    [InlineData(2593109, "other", false)]
    [InlineData(133010, "other", false)]
    [InlineData(2494166, "other", false)]
    [InlineData(131020, "other", false)]
    [InlineData(131215, "other", false)]
    [InlineData(138001, "other", false)]
    [InlineData(138025, "other", false)]
    [InlineData(139001, "other", false)]
    [InlineData(2494191, "other", false)]
    [InlineData(139102, "other", true)]
    [InlineData(400, "other", false)]
    [InlineData(501, "other", false)]
    [InlineData(401, "other", false)]
    [InlineData(429, "throttling", true)]
    [InlineData(480, "integrity", false)]
    [InlineData(1000, "other", true)]
    [InlineData(1031, "integrity", false)]
    [InlineData(1005, "authorization", false)]
    [InlineData(1015, "throttling", true)]
    [InlineData(2000, "other", false)]
    [InlineData(2069, "throttling", false)]
    [InlineData(2029, "other", false)]
    public void A_code_has_its_kind_and_is_transient_or_not(long code, string kind, bool isTransient)
    {
        var known = ErrorCodes.Find(code);

        Assert.NotNull(known);
        Assert.Equal(code, known.Code);
        Assert.Equal(kind, known.Kind.Text);
        Assert.Equal(isTransient, known.IsTransient);
    }

    [Theory]
    [InlineData(201)]
    [InlineData(250)]
    [InlineData(299)]
    public void The_two_hundreds_are_permissions_as_a_whole(long code) =>
        Assert.Equal(new ErrorCode(code, "Permission not granted", ErrorKind.Authorization), ErrorCodes.Find(code));

    [Theory]
    [InlineData(-1)]
    [InlineData(199)]
    [InlineData(300)]
    [InlineData(2022)]
    [InlineData(2031)]
    [InlineData(131999)]
    [InlineData(2494169)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void A_code_that_is_not_in_the_table_is_not_guessed_at(long code) => Assert.Null(ErrorCodes.Find(code));

    [Theory]
    [InlineData(130429L, "throttling", true)]
    [InlineData(131047L, "other", false)]
    [InlineData(0L, "authorization", false)]
    [InlineData(131999L, "unknown", false)]
    [InlineData(null, "unknown", false)]
    public void An_error_knows_its_kind_by_its_code(long? code, string kind, bool isTransient)
    {
        var error = new WhatsAppError { Code = code };

        Assert.Equal(kind, error.Kind.ToString());
        Assert.Equal(isTransient, error.IsTransient);
    }
}
