using System.Text.Json;
using System.Text.Json.Serialization;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>The paused handlers of the journal, in a small file in its folder. There is none while no handler is paused.</summary>
internal sealed partial class JournalHandlerPauses(IStoreFolder folder) : IHandlerPauses
{
    public const string FileName = "paused-handlers.json";

    private readonly Lock gate = new();

    public ValueTask<IReadOnlyList<HandlerPause>> ReadAsync(CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            return new(Read());
        }
    }

    public ValueTask PauseAsync(HandlerPause pause, CancellationToken cancellationToken = default)
    {
        Change(pauses => pauses.TryAdd(pause.Handler, pause));
        return ValueTask.CompletedTask;
    }

    public ValueTask ResumeAsync(string handler, CancellationToken cancellationToken = default)
    {
        Change(pauses => pauses.Remove(handler));
        return ValueTask.CompletedTask;
    }

    private void Change(Func<SortedDictionary<string, HandlerPause>, bool> change)
    {
        lock (gate)
        {
            var pauses = new SortedDictionary<string, HandlerPause>(Read().ToDictionary(static pause => pause.Handler, StringComparer.Ordinal), StringComparer.Ordinal);

            if (!change(pauses))
            {
                return;
            }

            if (pauses.Count is 0)
            {
                folder.Delete(FileName);
            }
            else
            {
                folder.Write(FileName, JsonSerializer.SerializeToUtf8Bytes([.. pauses.Values], PausesJson.Default.HandlerPauseArray));
            }
        }
    }

    private HandlerPause[] Read()
    {
        var path = Path.Combine(folder.Path, FileName);

        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), PausesJson.Default.HandlerPauseArray) ?? [] : [];
        }
        catch (JsonException exception)
        {
            // It is written as a whole, so somebody has edited it. To call a handler that may be paused would be worse than to wait.
            throw new IOException($"{path} is no valid JSON; correct it or delete it.", exception);
        }
    }

    /// <summary>The form of the file.</summary>
    [JsonSerializable(typeof(HandlerPause[]))]
    private sealed partial class PausesJson : JsonSerializerContext;
}
