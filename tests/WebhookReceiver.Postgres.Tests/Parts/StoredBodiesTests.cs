using Xunit;

namespace WebhookReceiver.Postgres.Tests.Parts;

/// <summary>What an instance keeps of the bodies that it has stored. What is missing here is read from the database, so all that may go wrong is to hand out another body.</summary>
public sealed class StoredBodiesTests
{
    private readonly StoredBodies bodies = new();

    [Fact]
    public void A_body_is_taken_once()
    {
        bodies.Add(1, 1, [1]);

        Assert.Equal([1], bodies.Take(1, 1));
        Assert.Null(bodies.Take(1, 1));
    }

    [Fact]
    public void A_batch_that_was_refused_leaves_nothing_to_the_next_one_with_the_same_numbers()
    {
        bodies.Add(1, 1, [1]);
        bodies.Add(1, 2, [2]);
        bodies.Add(1, 1, [3]);

        Assert.Equal([3], bodies.Take(1, 1));
    }

    [Fact]
    public void The_bodies_of_one_writer_are_not_taken_for_those_of_another()
    {
        bodies.Add(1, 1, [1]);
        bodies.Add(2, 1, [2]);

        Assert.Equal((2, 1), bodies.Kept);
        Assert.Null(bodies.Take(1, 1));
        Assert.Equal([2], bodies.Take(2, 1));
    }

    [Fact]
    public void The_oldest_make_room()
    {
        for (var number = 1; number <= 40; number++)
        {
            bodies.Add(1, number, new byte[1024 * 1024]);
        }

        var (_, from) = bodies.Kept;

        Assert.InRange(from, 9, 12);
        Assert.Null(bodies.Take(1, from - 1));
        Assert.NotNull(bodies.Take(1, from));
    }
}
