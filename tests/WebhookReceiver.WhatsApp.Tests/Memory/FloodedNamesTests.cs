using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>
/// Names and ids that collide in a 32-bit hash cost no more than others. Members are looked up one after another and never hashed; contacts
/// are in a dictionary of strings, which changes its hash when many collide; equal items are counted by bits of a SHA-256.
/// </summary>
[Collection(nameof(MeasuredAlone))]
[Trait("row", "X15")]
public sealed class FloodedNamesTests
{
    private const int Few = 2_500;

    private const int Many = 16 * Few;

    /// <summary>Sixteen times the input takes 16 times as long if the time is linear, and 256 times if it is quadratic; the limit is equally far from both.</summary>
    private const double MostGrowth = 64;

    private const int MostRounds = 8;

    public static TheoryData<string, string> Floods => new(
        from place in new[] { "members", "keys", "contacts", "items" }
        from hash in new[] { "most platforms", ".NET" }
        select (place, hash));

    /// <summary>Other work on the machine can only add to a time, so the fastest of several rounds counts, and the first that is fast enough ends the test.</summary>
    [Theory]
    [MemberData(nameof(Floods))]
    public void Sixteen_times_as_many_take_about_sixteen_times_as_long(string place, string hash)
    {
        var few = Body(place, hash, Few);
        var many = Body(place, hash, Many);
        var quickest = (Few: double.MaxValue, Many: double.MaxValue);
        var rounds = 0;

        do
        {
            quickest = (Math.Min(quickest.Few, Time(few)), Math.Min(quickest.Many, Time(many)));
        }
        while (++rounds < MostRounds && (rounds < 2 || quickest.Many / quickest.Few > MostGrowth));

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{quickest.Many / quickest.Few:F1} after {rounds} rounds, {quickest.Many:F3} s"));
        Assert.InRange(quickest.Many / quickest.Few, 0, MostGrowth);
    }

    [Fact]
    public void The_names_collide()
    {
        Assert.Single(NamesOfOneHash.OnMostPlatforms(1000).Distinct().GroupBy(HashOfMostPlatforms));
        Assert.Single(NamesOfOneHash.OnDotNet(1000).Distinct().GroupBy(HashOfDotNet));
        Assert.Equal(Many, NamesOfOneHash.OnDotNet(Many).Distinct().Count());
    }

    private static byte[] Body(string place, string hash, int count)
    {
        var names = hash is ".NET" ? NamesOfOneHash.OnDotNet(count) : NamesOfOneHash.OnMostPlatforms(count);

        return Encoding.UTF8.GetBytes(place switch
        {
            "members" => Notification.OfMessages($"{{{string.Join(',', names.Select(name => $"\"{name}\":0"))}}}"),
            "keys" => Notification.OfStatuses([.. names.Select(name => Notification.Status(id: name))]),
            "contacts" => Notification.OfMembers(
                $"\"contacts\":[{string.Join(',', names.Select(name => $"{{\"user_id\":\"{name}\"}}"))}]",
                $"\"messages\":[{string.Join(',', names.Select(name => $"{{\"from_user_id\":\"{name}\"}}"))}]"),
            _ => Notification.OfMessages([.. names.Select(name => $"\"{name}\"")]),
        });
    }

    private static double Time(byte[] body)
    {
        var start = Stopwatch.GetTimestamp();
        var events = WhatsAppPayload.Enumerate(body).Count();
        Assert.True(events > 0);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static int HashOfMostPlatforms(string name) => name.Aggregate(0, (hash, letter) => unchecked((hash * 31) + letter));

    /// <summary>Verified with the framework itself: a copy of its hash would still agree with the names after the framework has changed.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetNonRandomizedHashCode")]
    private static extern int HashOfDotNet(string name);
}
