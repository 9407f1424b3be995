using System.Globalization;
using Charity.Campaigns.Pictures;
using Charity.Data;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Charity.Web.Pages.Staff.Pictures;

/// <summary>
/// Takes a picture in. The browser sends three widths that it made; without its script the file itself comes, alone. Names
/// that files bring along are never looked at.
/// </summary>
[Authorize(Policy = StaffPermissions.EditCampaigns)]
[EnableRateLimiting(RateLimits.Upload)]
[RequestSizeLimit(MaxBody)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxBody)]
public sealed class AddModel(UseCases useCases) : StaffPage
{
    /// <summary>Three files and the words.</summary>
    private const long MaxBody = (3 * AddPicture.MaxFileBytes) + (256 * 1024);

    private const int MaxFiles = 3;

    [BindProperty]
    public PictureForm Form { get; set; } = new();

    /// <summary>The file as the person chose it; the script takes it out again.</summary>
    [BindProperty]
    public IFormFile? Original { get; set; }

    /// <summary>What the script made of it; each is named by its width.</summary>
    [BindProperty]
    public IReadOnlyList<IFormFile> Widths { get; set; } = [];

    public IReadOnlyList<PictureProblem> Problems { get; private set; } = [];

    /// <summary>The picture that holds the file already.</summary>
    public Guid? Holder { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var files = new List<AddPicture.Upload>();
        foreach (var file in Widths.Take(MaxFiles + 1))
        {
            files.Add(new(await ReadAsync(file, cancel), WidthOf(file.FileName)));
        }

        if (files.Count == 0 && Original is { Length: > 0 })
        {
            files.Add(new(await ReadAsync(Original, cancel)));
        }

        var outcome = await useCases.RunAsync<AddPicture, PictureOutcome>(
            verb => verb.RunAsync(
                new(files, Form.Alt.ToText(), Form.ShowsPerson, Form.ConsentId, Me, Form.FocusXInThousandths, Form.FocusYInThousandths), cancel), cancel);
        if (outcome.Saved)
        {
            return Redirect("/staff/pictures?said=added");
        }

        Problems = outcome.Problems;
        Holder = outcome.Problems.Contains(PictureProblem.InLibrary) ? outcome.Id : null;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <summary>At most a byte more than is taken: enough to see that it is too large.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(IFormFile file, CancellationToken cancel)
    {
        var content = new byte[Math.Min(file.Length, AddPicture.MaxFileBytes + 1)];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(content, cancel);
        return content;
    }

    /// <summary>Our script names each file by its width; whatever else stands there declares a width that no file has.</summary>
    private static int WidthOf(string name)
        => int.TryParse(Path.GetFileNameWithoutExtension(name), NumberStyles.None, CultureInfo.InvariantCulture, out var width) ? width : 0;
}
