using System.Text.Json.Serialization;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Languages;

namespace Charity.Data.Work;

/// <summary>A parked row is to be set aside: nothing is to be done for it. Needs a second person, since money may hang on it.</summary>
public sealed record IgnoreWork([property: JsonConverter(typeof(JsonStringEnumConverter<WorkTable>))] WorkTable Table, long Id) : IApprovable
{
    public static string Kind => "work.ignore";

    public static string Permission => "work.ignore";

    public string Subject => FailedWork.SubjectOf(Table, Id);
}

/// <summary>Sets the row aside with the reason; it stays in the list of what was set aside and may be taken up again.</summary>
public sealed class IgnoreWorkHandler(CharityDb db, AuditLog audit, TimeProvider time) : ApprovalHandler<IgnoreWork>
{
    public override async Task<ApprovalText> DescribeAsync(IgnoreWork payload, CancellationToken cancel)
    {
        var row = await FailedWork.FindAsync(db, payload.Table, payload.Id, cancel);
        return new ApprovalText(
            new TextKey("approval.what.work-ignore"),
            ("kind", row is null ? "–" : new TextKey($"work.kind.{row.Kind.Replace('.', '-')}")),
            ("row", payload.Subject), ("error", row?.LastError ?? "–"));
    }

    public override string AddressOf(IgnoreWork payload) => "/staff/work/" + payload.Subject;

    public override async Task<ApprovalText?> ApplyAsync(IgnoreWork payload, ApprovalPeople people, CancellationToken cancel)
    {
        var row = await FailedWork.FindAsync(db, payload.Table, payload.Id, cancel);
        if (row is null || !row.IsParked())
        {
            return new ApprovalText(new TextKey("approval.changed.work-ignore"));
        }

        audit.Add(
            people.DecidedBy, "work.set-aside", "work", payload.Subject,
            before: new { state = row.State }, after: new { state = WorkState.Ignored, askedBy = people.RequestedBy.Name }, reason: people.Reason);
        row.State = WorkState.Ignored;
        row.StaffNote = FailedWork.Note(time.GetUtcNow().UtcDateTime, "set aside", $"{people.RequestedBy.Name}, {people.DecidedBy.Name}", people.Reason);
        return null;
    }
}
