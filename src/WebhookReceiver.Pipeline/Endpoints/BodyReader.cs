using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WebhookReceiver.Observation;
using WebhookReceiver.Verification;

namespace WebhookReceiver.Endpoints;

/// <summary>
/// Reads a body into pooled memory and feeds it to the signature as it arrives, within three limits: the endpoint's maximum size, a deadline for the
/// whole body, and the memory that all unfinished bodies together may use.
/// </summary>
internal sealed class BodyReader(BodyBlocks memory, TimeProvider clock)
{
    /// <summary>The time allowed for one whole body. 4 MiB in this time is slower than any connection of Meta's.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    /// <returns>Null when the body is complete; otherwise the reason for refusing it.</returns>
    public async ValueTask<Refusal?> ReadAsync(HttpContext context, ReceivedBody body, int limit)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // The server also counts chunk framing, which for small chunks is several times the size of the body. The bytes themselves are counted
            // here, so the server's limit only has to stop a body that is nothing but framing.
            size.MaxRequestBodySize = context.Request.ContentLength is null ? (8L * limit) + (64 * 1024) : limit;
        }

        ArrivingBody? arriving = null;

        try
        {
            var input = context.Request.BodyReader;

            if (input.TryRead(out var first))
            {
                var refusal = Take(context, first, body, limit, ref arriving);

                if (first.IsCompleted || refusal is not null)
                {
                    return refusal;
                }
            }

            // Not passed to ReadAsync as a token: a read that ends with an exception leaves the server's reader in a state that it logs as an error.
            using var deadline = new CancellationTokenSource(Deadline, clock);
            await using var end = deadline.Token.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), input);

            while (true)
            {
                var read = await input.ReadAsync(CancellationToken.None);

                if (read.IsCanceled)
                {
                    input.AdvanceTo(read.Buffer.Start);

                    if (arriving is { IsEvicted: true })
                    {
                        return Refusal.OutOfMemoryBudget;
                    }

                    if (deadline.IsCancellationRequested)
                    {
                        return Refusal.TooSlow;
                    }

                    // The cancellation was meant for the previous body on this connection, which had just ended.
                    continue;
                }

                var refusal = Take(context, read, body, limit, ref arriving);

                if (read.IsCompleted || refusal is not null)
                {
                    return refusal;
                }
            }
        }
        catch (BadHttpRequestException exception)
        {
            return exception.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => Refusal.TooLarge,
                StatusCodes.Status408RequestTimeout => Refusal.TooSlow,

                // A body with a declared length has no framing that could be malformed; it can only be too short.
                _ when context.Request.ContentLength is not null => Refusal.BodyAborted,
                _ => Refusal.BodyMalformed,
            };
        }
        catch (OperationCanceledException)
        {
            return context.RequestAborted.IsCancellationRequested ? Refusal.BodyAborted : Refusal.TooSlow;
        }
        catch (ConnectionResetException)
        {
            return Refusal.BodyAborted;
        }
        catch (IOException)
        {
            // An overflowing chunk size surfaces here just like a lost connection; both are the sender's fault.
            return context.RequestAborted.IsCancellationRequested ? Refusal.BodyAborted : Refusal.BodyMalformed;
        }
    }

    private Refusal? Take(HttpContext context, ReadResult read, ReceivedBody body, int limit, ref ArrivingBody? arriving)
    {
        var input = context.Request.BodyReader;
        var bytes = read.Buffer;

        if (body.Length + bytes.Length > limit)
        {
            input.AdvanceTo(bytes.Start, bytes.End);
            return Refusal.TooLarge;
        }

        if (arriving is { } known)
        {
            known.Bytes = body.Length + bytes.Length;
        }

        if (!body.Fits(bytes.Length))
        {
            // Most bodies fit in their first block and never get here.
            arriving ??= new ArrivingBody(input, clock.GetTimestamp(), context.Features.Get<IConnectionProofFeature>() is { IsProven: true }) { Bytes = bytes.Length };

            if (!body.TryGrow(bytes.Length, memory, arriving))
            {
                input.AdvanceTo(bytes.Start, bytes.End);
                return Refusal.OutOfMemoryBudget;
            }
        }

        foreach (var segment in bytes)
        {
            body.Append(segment.Span);
        }

        input.AdvanceTo(bytes.End);
        return null;
    }
}
