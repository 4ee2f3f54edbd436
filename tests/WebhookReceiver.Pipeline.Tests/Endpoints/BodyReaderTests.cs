using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Observation;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Verification;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Endpoints;

public sealed class BodyReaderTests
{
    private readonly ManualClock clock = new();
    private const long Memory = 8 * BodyBlocks.Size;

    private readonly BodyBlocks memory;
    private readonly Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly DefaultHttpContext context = new();

    public BodyReaderTests()
    {
        memory = new BodyBlocks(Memory, clock);
        context.Features.Set<IRequestBodyPipeFeature>(new PipeFeature(pipe.Reader));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(100_000)]
    public async Task A_body_in_any_pieces_is_verified_as_a_whole(int size)
    {
        var bytes = Enumerable.Range(0, size).Select(static index => (byte)index).ToArray();
        using var body = Bodies.Proof().NewBody();
        var reading = new BodyReader(memory, clock).ReadAsync(context, body, 200_000).AsTask();

        foreach (var piece in bytes.Chunk(1777))
        {
            await pipe.Writer.WriteAsync(piece, Token);
        }

        await pipe.Writer.CompleteAsync();

        Assert.Null(await reading);
        Assert.True(body.Verify(Bodies.Signature(bytes))!.Body.Span.SequenceEqual(bytes));
    }

    [Fact]
    [Trait("row", "H05")]
    public async Task One_byte_above_the_limit_is_too_large()
    {
        using var body = Bodies.Proof().NewBody();
        var reading = new BodyReader(memory, clock).ReadAsync(context, body, 10_000).AsTask();

        await pipe.Writer.WriteAsync(new byte[10_000], Token);
        await pipe.Writer.WriteAsync(new byte[1], Token);

        Assert.Equal(Refusal.TooLarge, await reading.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    [Trait("row", "H03")]
    public async Task A_body_that_is_not_complete_after_15_seconds_is_too_slow()
    {
        using var body = Bodies.Proof().NewBody();
        var reading = new BodyReader(memory, clock).ReadAsync(context, body, 10_000).AsTask();
        await pipe.Writer.WriteAsync(new byte[10], Token);

        clock.Advance(TimeSpan.FromSeconds(14));
        Assert.False(reading.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Refusal.TooSlow, await reading.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    [Trait("row", "H02")]
    public async Task A_body_for_which_there_is_no_memory_is_refused_and_gives_back_what_it_had()
    {
        var (others, blocks) = (Bodies.Arriving(isProven: true), new List<byte[]>());
        Assert.True(memory.TryRent(others, 6, blocks));
        using (var body = Bodies.Proof().NewBody())
        {
            await pipe.Writer.WriteAsync(new byte[150_000], Token);

            Assert.Equal(Refusal.OutOfMemoryBudget, await new BodyReader(memory, clock).ReadAsync(context, body, 200_000));
        }

        memory.Return(others, blocks);
        Assert.True(memory.TryRent(others, 6, blocks));
    }

    [Fact]
    [Trait("row", "H02")]
    public async Task A_slow_body_goes_for_a_faster_one_and_is_told_to_come_again()
    {
        // A pipe whose writer waits until what it has written was taken.
        var strict = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        context.Features.Set<IRequestBodyPipeFeature>(new PipeFeature(strict.Reader));
        using var body = Bodies.Proof().NewBody();
        var reading = new BodyReader(memory, clock).ReadAsync(context, body, 200_000).AsTask();
        await strict.Writer.WriteAsync(new byte[40_000], Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(40_000, body.Length);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.True(memory.TryRent(Bodies.Arriving(since: clock.GetTimestamp(), bytes: 40_000), 5, []));
        Assert.False(reading.IsCompleted);
        Assert.True(memory.TryRent(Bodies.Arriving(since: clock.GetTimestamp(), bytes: 40_000), 2, []));

        Assert.Equal(Refusal.OutOfMemoryBudget, await reading.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public async Task A_read_that_is_cancelled_for_the_body_before_goes_on()
    {
        using var body = Bodies.Proof().NewBody();
        var reading = new BodyReader(memory, clock).ReadAsync(context, body, 200_000).AsTask();

        pipe.Reader.CancelPendingRead();
        await pipe.Writer.WriteAsync("a body"u8.ToArray(), Token);
        await pipe.Writer.CompleteAsync();

        Assert.Null(await reading.WaitAsync(TimeSpan.FromSeconds(30), Token));
        Assert.NotNull(body.Verify(Bodies.Signature("a body"u8)));
    }

    [Fact]
    [Trait("row", "H06")]
    public async Task A_read_that_fails_is_the_fault_of_the_sender()
    {
        using var body = Bodies.Proof().NewBody();
        await pipe.Writer.CompleteAsync(new IOException("Bad chunk size data."));

        Assert.Equal(Refusal.BodyMalformed, await new BodyReader(memory, clock).ReadAsync(context, body, 100_000));
    }

    private sealed class PipeFeature(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }
}
