using WebhookReceiver.Inbox.OnDisk;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>
/// The whole way from the inbox to the handlers under a seeded scheduler, a virtual clock and injected faults. To repeat a seed: WHATSAPP_SIM_SEED=7 WHATSAPP_SIM_SEEDS=1, and
/// WHATSAPP_SIM_FAULTS with the faults that the failure names. Few seeds go another way in another run: those in which a large delivery is read again because the garbage collector has reclaimed it.
/// </summary>
[Trait("row", "Q22")]
public sealed class SimulationTests : IDisposable
{
    private readonly DirectoryInfo real = Directory.CreateTempSubdirectory("simulation-");

    [Fact]
    public void Nothing_is_stuck_given_up_or_forgotten()
    {
        var failures = new List<string>();

        for (var seed = SimulationRuns.FirstSeed; seed < SimulationRuns.FirstSeed + SimulationRuns.Seeds && failures.Count < 3; seed++)
        {
            var story = Tell(seed);

            if (story.HasFailed)
            {
                failures.Add(
                    $"Seed {seed}: {story.Failure}\nTo repeat: WHATSAPP_SIM_SEED={seed} WHATSAPP_SIM_SEEDS=1 WHATSAPP_SIM_FAULTS=\"{SimulationRuns.Faults}\"\n{story}");
            }
        }

        Assert.True(failures.Count is 0, string.Join("\n\n", failures));
    }

    [Fact]
    public void A_seed_tells_the_same_story_again()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            Assert.Equal(Tell(seed, keepsDeliveries: true).ToString(), Tell(seed, keepsDeliveries: true).ToString());
        }
    }

    public void Dispose() => real.Delete(recursive: true);

    private Story Tell(int seed, bool keepsDeliveries = false) => World.Tell(seed, SimulationRuns.Faults, new InboxFolder(real.FullName), keepsDeliveries);
}
