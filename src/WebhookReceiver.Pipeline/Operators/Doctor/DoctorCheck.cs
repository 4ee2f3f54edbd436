using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>What was found when one thing was checked.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Verdict"><c>ok</c>, <c>warning</c>, <c>failed</c>, or <c>not checked</c> when it cannot be judged from here.</param>
/// <param name="Evidence">What was seen.</param>
/// <param name="Remedy">What to do; null when there is nothing to do.</param>
public sealed record DoctorCheck(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("verdict")] string Verdict,
    [property: JsonPropertyName("evidence")] string Evidence,
    [property: JsonPropertyName("remedy")] string? Remedy)
{
    internal static DoctorCheck Ok(string name, string evidence) => new(name, "ok", evidence, Remedy: null);

    internal static DoctorCheck Warning(string name, string evidence, string remedy) => new(name, "warning", evidence, remedy);

    internal static DoctorCheck Failed(string name, string evidence, string remedy) => new(name, "failed", evidence, remedy);

    /// <summary>Never fine: what cannot be seen from here may be broken.</summary>
    internal static DoctorCheck NotChecked(string name, string evidence, string remedy) => new(name, "not checked", evidence, remedy);
}

/// <summary>All checks.</summary>
/// <param name="Checks">In the order in which a delivery meets what they check.</param>
public sealed record DoctorReport([property: JsonPropertyName("checks")] IReadOnlyList<DoctorCheck> Checks);
