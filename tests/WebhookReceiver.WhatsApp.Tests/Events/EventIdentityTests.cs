using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

public sealed class EventIdentityTests
{
    [Fact]
    public void No_two_lists_of_parts_run_together()
    {
        string?[][] lists =
        [
            [],
            [null],
            [""],
            [null, null],
            ["", ""],
            ["", null],
            [null, ""],
            ["abc"],
            ["ab", "c"],
            ["a", "bc"],
            ["", "abc"],
            ["abc", ""],
            ["a", "b", "c"],
            ["c", "b", "a"],
            ["\0\0\0\u0001c", "ab"],
            ["ab\0\0\0\u0001c"],
        ];

        var keys = lists.Select(list => Key("kind", list)).ToList();

        Assert.Equal(lists.Length, keys.Distinct().Count());
    }

    [Fact]
    public void The_kinds_have_key_spaces_of_their_own()
    {
        Assert.NotEqual(Key("message", "wamid.1"), Key("status", "wamid.1"));
        Assert.NotEqual(Key("mess", "agewamid.1"), Key("message", "wamid.1"));
    }

    [Fact]
    public void The_stack_space_does_not_affect_the_key()
    {
        string?[] parts = ["a", null, new string('é', 100), "", "b"];

        var keys = new[] { 0, 1, 16, 4096 }.Select(room => Key(room, parts)).Distinct();

        Assert.Single(keys);
    }

    [Fact]
    public void A_number_is_neither_its_text_nor_its_neighbour()
    {
        EventKey[] keys = [Key(identityOf: 1), Key(identityOf: 256), Key(identityOf: -1), Key("kind", "1"), Key("kind", "\0\0\0\0\0\0\0\u0001x")];

        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void White_space_between_the_tokens_of_a_raw_text_does_not_count()
    {
        Assert.Equal(KeyOfRaw("""{"a":[1,2],"b":"c d"}"""), KeyOfRaw("{ \"a\" :\t[ 1 ,\r\n2 ], \"b\": \"c d\" }"));
        Assert.NotEqual(KeyOfRaw("""{"b":"c d"}"""), KeyOfRaw("""{"b":"cd"}"""));
    }

    private static EventKey Key(string kind, params string?[] parts)
    {
        var identity = new EventIdentity(stackalloc byte[64], kind);

        foreach (var part in parts)
        {
            identity.Add(part);
        }

        return identity.ToKey();
    }

    private static EventKey Key(int room, string?[] parts)
    {
        var identity = new EventIdentity(new byte[room], "kind");

        foreach (var part in parts)
        {
            identity.Add(part);
        }

        return identity.ToKey();
    }

    private static EventKey Key(long identityOf)
    {
        var identity = new EventIdentity(stackalloc byte[64], "kind");
        identity.AddNumber(identityOf);
        return identity.ToKey();
    }

    private static EventKey KeyOfRaw(string json)
    {
        var identity = new EventIdentity(stackalloc byte[64], "kind");
        identity.AddRaw(Encoding.UTF8.GetBytes(json));
        return identity.ToKey();
    }
}
