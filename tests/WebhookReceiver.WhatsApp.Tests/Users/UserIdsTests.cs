namespace WebhookReceiver.WhatsApp.Tests;

public sealed class UserIdsTests
{
    [Fact]
    public void A_business_scoped_id_in_place_of_the_phone_number_moves_to_its_own_member()
    {
        var ids = new UserIds("US.4400112233445566", userId: null, parentUserId: null);

        Assert.Null(ids.Phone);
        Assert.Equal("US.4400112233445566", ids.UserId);
    }

    [Fact]
    public void It_does_not_replace_an_existing_one()
    {
        var ids = new UserIds("US.1111", "US.2222", "US.ENT.1");

        Assert.Null(ids.Phone);
        Assert.Equal("US.2222", ids.UserId);
        Assert.Equal("US.ENT.1", ids.ParentUserId);
    }

    [Theory]
    [InlineData("15550100300")]
    [InlineData("foo_bar")]
    [InlineData("us.1234")]
    [InlineData("US.")]
    [InlineData("U1.1234")]
    public void Anything_else_stays_where_it_is(string phone)
    {
        var ids = new UserIds(phone, userId: null, parentUserId: null);

        Assert.Equal(phone, ids.Phone);
        Assert.Null(ids.UserId);
    }

    [Theory]
    [InlineData("15550100300", "15550100300")]
    [InlineData("+1 (555) 010-0300", "15550100300")]
    [InlineData("+", null)]
    [InlineData("foo", null)]
    [InlineData("١٢٣", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Only_the_digits_of_a_phone_number_count(string? phone, string? digits) => Assert.Equal(digits, UserIds.Digits(phone));
}
