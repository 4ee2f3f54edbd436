namespace WebhookReceiver.WhatsApp.Tests;

public sealed class AccountSettingsUpdateTests
{
    private const string Example = "account_settings_update/example-1";

    private const string Everything = "account_settings_update/quirk-everything";

    [Fact]
    public void The_settings_are_read_with_all_their_members()
    {
        var update = FieldExample.Read<AccountSettingsUpdate>(Example);

        Assert.Equal("whatsapp", update.MessagingProduct);
        Assert.Equal("phone_number_settings", update.SettingsType);
        Assert.Equal("ENABLED", update.Calling?.Status);
        Assert.Equal("DEFAULT", update.Calling?.CallIconVisibility);
        Assert.Equal("ENABLED", update.Calling?.CallbackPermissionStatus);
        Assert.Equal("DTLS", update.Calling?.SrtpKeyExchangeProtocol);
        Assert.Equal("DISABLED", update.Calling?.Sip?.Status);
    }

    [Fact]
    public void The_hours_are_read_with_all_their_members()
    {
        var hours = FieldExample.Read<AccountSettingsUpdate>(Example).Calling?.Hours;

        Assert.Equal("ENABLED", hours?.Status);
        Assert.Equal("Europe/Amsterdam", hours?.TimeZoneId);
        Assert.Equal([new() { DayOfWeek = "MONDAY", OpenTime = "0930", CloseTime = "1730" }], hours?.Weekly);
        Assert.Equal([new() { Date = "2026-12-25", StartTime = "0000", EndTime = "2359" }], hours?.Holidays);
    }

    [Fact]
    public void Servers_countries_and_restrictions_are_read_also_under_the_misspelt_name()
    {
        var calling = FieldExample.Read<AccountSettingsUpdate>(Everything).Calling;

        Assert.Equal(["NL", "BE"], calling?.CallIconCountries);
        Assert.Equal(
            [
                new()
                {
                    RestrictionType = "RESTRICTED_BUSINESS_INITIATED_CALLING",
                    Reason = "Example text",
                    ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(1790604800),
                },
            ],
            calling?.Restrictions);

        var server = Assert.Single(calling!.Sip!.Servers);
        Assert.Equal("sip.shop.example", server.Hostname);
        Assert.Equal(5061, server.Port);
        Assert.Equal("""{"tgrp":"a"}"""u8, server.RequestUriUserParams!.Value.Span);
    }

    [Fact]
    public void A_server_in_a_log_line_reveals_nothing() =>
        Assert.Equal("CallingSipServer", Assert.Single(FieldExample.Read<AccountSettingsUpdate>(Everything).Calling!.Sip!.Servers).ToString());

    [Fact]
    public void There_may_be_no_calling_settings() => Assert.Null(FieldExample.Read<AccountSettingsUpdate>(Everything, 1).Calling);

    [Fact]
    public void It_is_identified_by_number_time_and_text_whatever_the_surrounding_notification()
    {
        const string Value = """{"timestamp":"1790002000","phone_number_settings":{"phone_number_id":"770000000000011"}}""";

        Assert.Equal(Key("1", "null", Value), Key("2", "1790002001", Value));
        Assert.NotEqual(Key("1", "null", Value), Key("1", "null", Value.Replace("2000", "2001", StringComparison.Ordinal)));
        Assert.NotEqual(Key("1", "null", Value), Key("1", "null", Value.Replace("011", "012", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_number_or_time_the_account_distinguishes_it()
    {
        Assert.NotEqual(Key("1", "null", """{"timestamp":"1790002000"}"""), Key("2", "null", """{"timestamp":"1790002000"}"""));
        Assert.Equal(Key("1", "null", "{}"), Key("1", "null", "{ }"));
    }

    private static EventKey Key(string account, string time, string value) => Notification.Event(Notification.OfEntries(
        $$"""{"id":"{{account}}","time":{{time}},"changes":[{"field":"account_settings_update","value":{{value}}}]}""")).Key;
}
