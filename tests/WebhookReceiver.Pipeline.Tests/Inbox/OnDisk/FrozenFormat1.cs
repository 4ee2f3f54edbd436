using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Pipeline.Tests.Fakes;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>
/// A folder exactly as version 1 of the format wrote it, byte by byte. It never changes: every later version must be able to start with such a folder. A later
/// format gets its own file next to this one.
/// </summary>
internal static class FrozenFormat1
{
    public const string DeliveriesName = "0000000000000001-ed704e19c93bcd1e.journal";
    public const string OutcomesName = "0000000000000001-f4bfb15b87b0a9e7.journal";

    private const string Deliveries =
        "SlJOTAEAAAABAAAAAAAAAB7NO8kZTnDtAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABANgBrjbo8lUZSTTEBAAAAAQAAAAAAAAAA6tP4oQEAACcA"
        + "AAAAAAAAZfysvgARIjNEVWZ3iJmqu8zd7v8HAGRlZmF1bHT//3siZW50cnkiOltdfeh3KuoARlJNMQEAAAACAAAAAAAAAAHq0/ihAQAALQAAAOh3KuoU3kqb"
        + "Dw4NDAsKCQgHBgUEAwIBAAQAc2hvcA8AMTA2NTQwMzUyMjQyOTIyAP8KyIAiRlZ+SgAAAEZSTTEBAAAAAwAAAAAAAAAC6tP4oQEAABsAAABGVn5KbcRxiRER"
        + "EREiIjMzRERVVVVVVVUGAGzDpGRlbgAAeHOjT44AAAAAAA==";

    private const string Outcomes =
        "SlJOTAEAAAABAAAAAAAAAOepsIdbsb/0AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABANgBrKTQ/sEZSTTECAAAAAQAAAAAAAAAA6tP4oQEAACsA"
        + "AAAAAAAAOuBhHQEBAAAAAAAAAAAAAAAAAAAAAgEAAAAAAAAAAAAAAAAAAAADAQAAAAAAAACWOuSFAAAAAABGUk0xAgAAAAIAAAAAAAAAAOrT+KEBAAB6AAAA"
        + "ljrkhXITfJMBAgAAAAAAAAAAAAAAAAAAAAQCAAAAAAAAAAAAAAAAAAAABQAAAAAAAABmaXJzdAUCAAAAAAAAAAAAAAAAAAAAEgAAAAAAAAB6d2VpdGVyIGbD"
        + "vHIgYWxsZXMDAAAAAAAAAAAgms39Rt8IgLYyzv1G3wgAiF4vBkffCH7iNu4AAAAAAABGUk0xAgAAAAMAAAAAAAAAAOrT+KEBAAByBAAAfuI27sntO18GHQIA"
        + "AAAAAAB7IklkIjoiMDAwMDAwMDMtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIiwiS2V5Ijp7IlZhbHVlIjozfSwiRXZlbnRUeXBlIjoibWVzc2FnZXMi"
        + "LCJFbmRwb2ludCI6ImRlZmF1bHQiLCJBY2NvdW50IjpudWxsLCJQaG9uZU51bWJlcklkIjpudWxsLCJBc3N1bWVkUGhvbmVOdW1iZXJJZCI6bnVsbCwiQ29u"
        + "dmVyc2F0aW9uIjpudWxsLCJEZWxpdmVyeUlkIjoiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIiwiUmVjZWl2ZWRBdCI6IjIwMjYtMTEt"
        + "MjBUMTA6MDA6MDArMDA6MDAiLCJPY2N1cnJlZEF0IjpudWxsLCJIYW5kbGVyIjoiaGFuZGxlciIsIkNhdXNlIjp7IlRleHQiOiJhdHRlbXB0cyBleGhhdXN0"
        + "ZWQifSwiRXhjZXB0aW9uVHlwZSI6bnVsbCwiRXhjZXB0aW9uTWVzc2FnZSI6InRleHQiLCJBdHRlbXB0cyI6NSwiRmlyc3RBdHRlbXB0QXQiOiIyMDI2LTEx"
        + "LTIwVDEwOjAwOjAwKzAwOjAwIiwiTGFzdEF0dGVtcHRBdCI6IjIwMjYtMTEtMjBUMTA6MDM6MDArMDA6MDAiLCJSZXBsYXlzIjowLCJJc1JlcGxheWluZyI6"
        + "ZmFsc2V9AwAAAAAAAAABAP8GHQIAAAAAAAB7IklkIjoiMDAwMDAwMDQtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIiwiS2V5Ijp7IlZhbHVlIjo0fSwi"
        + "RXZlbnRUeXBlIjoibWVzc2FnZXMiLCJFbmRwb2ludCI6ImRlZmF1bHQiLCJBY2NvdW50IjpudWxsLCJQaG9uZU51bWJlcklkIjpudWxsLCJBc3N1bWVkUGhv"
        + "bmVOdW1iZXJJZCI6bnVsbCwiQ29udmVyc2F0aW9uIjpudWxsLCJEZWxpdmVyeUlkIjoiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIiwi"
        + "UmVjZWl2ZWRBdCI6IjIwMjYtMTEtMjBUMTA6MDA6MDArMDA6MDAiLCJPY2N1cnJlZEF0IjpudWxsLCJIYW5kbGVyIjoiaGFuZGxlciIsIkNhdXNlIjp7IlRl"
        + "eHQiOiJhdHRlbXB0cyBleGhhdXN0ZWQifSwiRXhjZXB0aW9uVHlwZSI6bnVsbCwiRXhjZXB0aW9uTWVzc2FnZSI6InRleHQiLCJBdHRlbXB0cyI6NSwiRmly"
        + "c3RBdHRlbXB0QXQiOiIyMDI2LTExLTIwVDEwOjAwOjAwKzAwOjAwIiwiTGFzdEF0dGVtcHRBdCI6IjIwMjYtMTEtMjBUMTA6MDQ6MDArMDA6MDAiLCJSZXBs"
        + "YXlzIjowLCJJc1JlcGxheWluZyI6ZmFsc2V9AQAAAAAAAAAEBwAAAAQAAAAAAAAAAAAAAAAC/OK14AAAAAAAAA==";

    /// <summary>Writes the folder to a disk.</summary>
    public static void Put(SimulatedDisk disk, InboxFolder folder)
    {
        disk.CreateDirectory(folder.Deliveries);
        disk.CreateDirectory(folder.Outcomes);
        disk[Path.Combine(folder.Deliveries, DeliveriesName)] = Convert.FromBase64String(Deliveries);
        disk[Path.Combine(folder.Outcomes, OutcomesName)] = Convert.FromBase64String(Outcomes);
    }
}
