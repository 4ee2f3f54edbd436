using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>
/// Runs a property over random cases, different ones every time. A failure reports the seed; setting <c>WHATSAPP_FUZZ_SEED</c> to it repeats the same cases,
/// and <c>WHATSAPP_FUZZ_CASES</c> sets their number; <c>WHATSAPP_NIGHTLY=1</c> runs 100,000.
/// </summary>
internal static class FuzzRun
{
    private const string SeedVariable = "WHATSAPP_FUZZ_SEED";

    private const string CasesVariable = "WHATSAPP_FUZZ_CASES";

    private const string NightlyVariable = "WHATSAPP_NIGHTLY";

    private const ulong CasesEachTime = 800;

    private const ulong CasesAtNight = 100_000;

    /// <summary>Whether there is time for what takes minutes.</summary>
    public static bool IsNightly => Number(NightlyVariable) is 1;

    /// <summary>How many cases a property is tried with.</summary>
    public static ulong Cases => Number(CasesVariable) ?? (IsNightly ? CasesAtNight : CasesEachTime);

    private static readonly ulong Seed = Number(SeedVariable) ?? (ulong)Random.Shared.NextInt64();

    /// <param name="jsonSteps">The maximum number of changes that keep JSON valid.</param>
    /// <param name="byteSteps">The maximum number of changes that do not.</param>
    /// <param name="property">Throws if it does not hold.</param>
    public static void Check(int jsonSteps, int byteSteps, Action<FuzzCase> property)
    {
        var cases = (int)Cases;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{SeedVariable}={Seed}, {cases} cases"));

        var config = Config.QuickThrowOnFailure
            .WithMaxTest(cases)
            .WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(Seed), FSharpOption<int>.None)));

        try
        {
            Prop.ForAll(CasesOf(jsonSteps, byteSteps), property).Check(config);
        }
        catch (Exception failure)
        {
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{SeedVariable}={Seed}\n{failure.Message}"));
        }
    }

    private static Arbitrary<FuzzCase> CasesOf(int jsonSteps, int byteSteps)
    {
        var number = Gen.Choose(0, int.MaxValue - 1);
        var step = number.Three().Select(three => new FuzzStep(three.Item1, three.Item2, three.Item3));
        var cases =
            from count in Gen.Choose(1, 6)
            from texts in number.ArrayOf(count)
            from inJson in Gen.Choose(0, jsonSteps).SelectMany(steps => step.ArrayOf(steps))
            from inBytes in Gen.Choose(0, byteSteps).SelectMany(steps => step.ArrayOf(steps))
            select new FuzzCase(texts, inJson, inBytes);

        return Arb.From(cases, one => one.Smaller());
    }

    private static ulong? Number(string variable) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
