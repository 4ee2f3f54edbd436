namespace WebhookReceiver.WhatsApp.Tests;

public sealed class ContactsMessageTests
{
    [Fact]
    public void A_card_is_read_with_all_its_parts()
    {
        var card = Assert.Single(Cards(
            """
            [{"name":{"formatted_name":"Dr. Leo P. Marsh Jr.","first_name":"Leo","last_name":"Marsh","middle_name":"P.","prefix":"Dr.","suffix":"Jr."},
              "phones":[{"phone":"+1 555-010-0400","wa_id":"15550100400","type":"CELL"},{"phone":"0400","type":"HOME"}],
              "emails":[{"email":"leo@mail.example","type":"WORK"}],
              "addresses":[{"street":"1 Example St","city":"Springfield","state":"XX","zip":"00001","country":"Nowhere","country_code":"xx","type":"HOME"}],
              "urls":[{"url":"https://leo.example","type":"WORK"}],
              "org":{"company":"Marsh Ltd","department":"Sales","title":"Head"},
              "birthday":"1980-02-29","vcard":"BEGIN:VCARD","origin":"contact_request"}]
            """).Contacts);

        Assert.Equal(
            new ContactName { FormattedName = "Dr. Leo P. Marsh Jr.", FirstName = "Leo", LastName = "Marsh", MiddleName = "P.", Prefix = "Dr.", Suffix = "Jr." },
            card.Name);
        Assert.Equal(
            [new ContactPhone { Phone = "+1 555-010-0400", WaId = "15550100400", Type = "CELL" }, new ContactPhone { Phone = "0400", Type = "HOME" }],
            card.Phones);
        Assert.Equal([new ContactEmail { Email = "leo@mail.example", Type = "WORK" }], card.Emails);
        Assert.Equal(
            [new ContactAddress { Street = "1 Example St", City = "Springfield", State = "XX", Zip = "00001", Country = "Nowhere", CountryCode = "xx", Type = "HOME" }],
            card.Addresses);
        Assert.Equal([new ContactUrl { Url = "https://leo.example", Type = "WORK" }], card.Urls);
        Assert.Equal(new ContactOrganization { Company = "Marsh Ltd", Department = "Sales", Title = "Head" }, card.Organization);
        Assert.Equal("1980-02-29", card.Birthday);
        Assert.Equal("BEGIN:VCARD", card.VCard);
        Assert.Equal("contact_request", card.Origin);
    }

    [Fact]
    public void Every_card_is_read_and_a_bad_one_affects_only_itself()
    {
        var message = Cards("""[{"name":{"first_name":"Ann"}},null,"card",{"name":{"first_name":"Ben"}}]""");

        Assert.Equal("Ann, Ben", string.Join(", ", message.Contacts.Select(card => card.Name?.FirstName)));
    }

    [Fact]
    public void A_card_may_be_empty()
    {
        var card = Assert.Single(Cards("""[{"name":{},"phones":[],"emails":null,"org":"null"}]""").Contacts);

        Assert.Equal(new ContactName(), card.Name);
        Assert.Empty(card.Phones);
        Assert.Empty(card.Emails);
        Assert.Empty(card.Addresses);
        Assert.Empty(card.Urls);
        Assert.Null(card.Organization);
    }

    [Fact]
    public void There_may_be_no_cards() => Assert.Empty(Cards("[]").Contacts);

    [Fact]
    public void The_origin_may_be_next_to_the_cards()
    {
        var message = Notification.Message<ContactsMessage>("""{"id":"wamid.1","type":"contacts","contacts":[{}],"origin":"contact_request"}""");

        Assert.Equal("contact_request", message.Origin);
        Assert.Null(Assert.Single(message.Contacts).Origin);
    }

    private static ContactsMessage Cards(string contacts) =>
        Notification.Message<ContactsMessage>($$"""{"id":"wamid.1","type":"contacts","contacts":{{contacts}}}""");
}
