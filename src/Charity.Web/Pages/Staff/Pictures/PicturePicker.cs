namespace Charity.Web.Pages.Staff.Pictures;

/// <summary>A field that holds a picture of the library: what the partial <c>_PicturePicker</c> draws. Its page adds <c>css/pictures.css</c> and <c>js/picker.js</c>.</summary>
/// <param name="Name">Of the bound property, a <see cref="Guid"/> or null.</param>
/// <param name="Label">What the picture is for.</param>
/// <param name="Chosen">The picture that stands now.</param>
public sealed record PicturePicker(string Name, string Label, Guid? Chosen);
