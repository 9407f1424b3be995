namespace Charity.Web.Pages.Staff.SetUp;

/// <summary>A programme as its form sends it.</summary>
public sealed class ProgrammeForm
{
    public string? Slug { get; set; }
    public string? Hue { get; set; }
    public Words Name { get; set; } = new();
    public Words Description { get; set; } = new();
}

/// <summary>A fund as its form sends it.</summary>
public sealed class FundForm
{
    public Guid Entity { get; set; }
    public string? Code { get; set; }
    public bool Restricted { get; set; }
    public Words Name { get; set; } = new();
}
