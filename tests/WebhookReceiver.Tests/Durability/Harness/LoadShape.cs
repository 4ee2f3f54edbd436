namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>What a <see cref="LoadDriver"/> sends, and how much.</summary>
internal sealed record LoadShape
{
    public int Connections { get; init; } = 16;

    /// <summary>Each conversation has one sender at a time, so that the order in which its messages were accepted is known.</summary>
    public int Conversations { get; init; } = 64;

    /// <summary>The number of the first conversation, for two drivers that send to one receiver.</summary>
    public int FirstConversation { get; init; }

    /// <summary>Requests per second over all connections; zero means as fast as possible.</summary>
    public int Rate { get; init; } = 1500;

    /// <summary>After this many different messages it only repeats what was not answered.</summary>
    public int Messages { get; init; } = 20_000;

    /// <summary>How long a sender waits for its answer before it gives up and sends again.</summary>
    public TimeSpan GivesUpAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>One request in this many repeats a message that was already answered with 200.</summary>
    public int RepeatOneIn { get; init; } = 25;

    /// <summary>One message in this many is sent to two receivers at the same time, as by a balancer that repeats too soon; zero means none.</summary>
    public int BothOneIn { get; init; }

    /// <summary>Lengths of texts: most are short, some are long, a few are very long.</summary>
    public Func<Random, int> Length { get; init; } = Mixed;

    public static int Mixed(Random random) => random.Next(400) switch
    {
        0 => random.Next(500_000, 1_000_000),
        < 40 => random.Next(10_000, 60_000),
        _ => random.Next(200, 3_000),
    };

    public static int Short(Random random) => random.Next(100, 400);
}
