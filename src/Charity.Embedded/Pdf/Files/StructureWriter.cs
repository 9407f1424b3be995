using Charity.Documents.Compression;

namespace Charity.Embedded.Pdf.Files;

/// <summary>Writes the tree of tags, and the table that leads from marked content back to its tag.</summary>
internal sealed class StructureWriter(PdfFile file, int root, IReadOnlyList<int> pages)
{
    private ByteSink Out => file.Out;

    /// <param name="document">The tag above all others.</param>
    /// <param name="marks">For each page the tags of its marked contents, then for each annotation its one tag.</param>
    /// <param name="annotations">Tags of the annotations, in the order of their keys after those of the pages.</param>
    public void Write(Tag document, IReadOnlyList<List<Tag>> marks, IReadOnlyList<Tag> annotations)
    {
        Number(document);
        Write(document, root);
        var parents = file.Reserve();
        file.Begin(parents);
        Out.Write("<</Nums["u8);
        for (var page = 0; page < marks.Count; page++)
        {
            Out.Number(page);
            Out.Write((byte)'[');
            foreach (var tag in marks[page])
            {
                Out.Reference(tag.Number);
                Out.Write((byte)' ');
            }

            Out.Write((byte)']');
        }

        for (var i = 0; i < annotations.Count; i++)
        {
            Out.Number(marks.Count + i);
            Out.Write((byte)' ');
            Out.Reference(annotations[i].Number);
            Out.Write((byte)' ');
        }

        Out.Write("]>>"u8);
        file.End();

        file.Begin(root);
        Out.Write("<</Type/StructTreeRoot/K "u8);
        Out.Reference(document.Number);
        Out.Write("/ParentTree "u8);
        Out.Reference(parents);
        Out.Write("/ParentTreeNextKey "u8);
        Out.Number(marks.Count + annotations.Count);
        Out.Write(">>"u8);
        file.End();
    }

    private void Number(Tag tag)
    {
        tag.Number = file.Reserve();
        foreach (var kid in tag.Kids)
        {
            if (kid.Tag is not null)
            {
                Number(kid.Tag);
            }
        }
    }

    private void Write(Tag tag, int parent)
    {
        file.Begin(tag.Number);
        Out.Write("<</S/"u8);
        Out.Ascii(tag.Type);
        Out.Write("/P "u8);
        Out.Reference(parent);
        if (tag.Language is not null)
        {
            Out.Write("/Lang"u8);
            Out.AsciiString(tag.Language);
        }

        if (tag.Alternative is not null)
        {
            Out.Write("/Alt"u8);
            Out.TextString(tag.Alternative);
        }

        WriteAttributes(tag);
        WriteKids(tag);
        Out.Write(">>"u8);
        file.End();
        foreach (var kid in tag.Kids)
        {
            if (kid.Tag is not null)
            {
                Write(kid.Tag, tag.Number);
            }
        }
    }

    private void WriteAttributes(Tag tag)
    {
        if (tag.Attributes is not null)
        {
            Out.Write("/A"u8);
            Out.Ascii(tag.Attributes);
        }
        else if (tag.Box is { } box)
        {
            Out.Write("/A<</O/Layout/Placement/Block/BBox["u8);
            Out.Reals(box.Left, box.Bottom, box.Right, box.Top);
            Out.Write("]>>"u8);
        }
    }

    private void WriteKids(Tag tag)
    {
        // Contents on the tag's own page are plain numbers; those elsewhere name their page.
        var home = tag.Kids.Where(k => k.Tag is null).Select(k => k.Page).FirstOrDefault(-1);
        if (home >= 0)
        {
            Out.Write("/Pg "u8);
            Out.Reference(pages[home]);
        }

        Out.Write("/K["u8);
        foreach (var kid in tag.Kids)
        {
            if (kid.Tag is not null)
            {
                Out.Reference(kid.Tag.Number);
            }
            else if (kid.Link is not null)
            {
                Out.Write("<</Type/OBJR/Obj "u8);
                Out.Reference(kid.Link.Number);
                Out.Write("/Pg "u8);
                Out.Reference(pages[kid.Page]);
                Out.Write(">>"u8);
            }
            else if (kid.Page == home)
            {
                Out.Number(kid.Mark);
            }
            else
            {
                Out.Write("<</Type/MCR/Pg "u8);
                Out.Reference(pages[kid.Page]);
                Out.Write("/MCID "u8);
                Out.Number(kid.Mark);
                Out.Write(">>"u8);
            }

            Out.Write((byte)' ');
        }

        Out.Write((byte)']');
    }
}
