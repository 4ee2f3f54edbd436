namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>What one case is made of: texts from a pool, by number, and changes. When a case fails, it is retried with fewer of both.</summary>
internal sealed record FuzzCase(int[] Texts, FuzzStep[] JsonSteps, FuzzStep[] ByteSteps)
{
    /// <summary>The first text with all changes applied.</summary>
    public byte[] Body(byte[][] pool) => ByteSteps.Aggregate(Json(pool), (text, step) => ByteChange.Apply(text, Text(pool, Texts.Length - 1), step));

    /// <summary>The first text with the changes that keep it valid JSON.</summary>
    public byte[] Json(byte[][] pool) => JsonSteps.Aggregate(Text(pool, 0), (text, step) => step.ApplyToJson(text));

    public byte[] Text(byte[][] pool, int number) => pool[Texts[number] % pool.Length];

    public IEnumerable<FuzzCase> Smaller()
    {
        if (Texts.Length > 1)
        {
            yield return this with { Texts = Texts[..^1] };
        }

        foreach (var (index, _) in JsonSteps.Index())
        {
            yield return this with { JsonSteps = [.. JsonSteps[..index], .. JsonSteps[(index + 1)..]] };
        }

        foreach (var (index, _) in ByteSteps.Index())
        {
            yield return this with { ByteSteps = [.. ByteSteps[..index], .. ByteSteps[(index + 1)..]] };
        }
    }

    public override string ToString() =>
        $"texts {string.Join(',', Texts)}; JSON {string.Join(' ', JsonSteps)}; bytes {string.Join(' ', ByteSteps)}";
}
