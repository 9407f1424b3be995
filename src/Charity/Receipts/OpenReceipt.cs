using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

/// <summary>Draws the receipt that a secret address names. Whoever holds the address may read it; nobody can guess one.</summary>
public sealed class OpenReceipt(CharityDb db, ReceiptPdf pdf)
{
    /// <summary>Null for a token that belongs to no receipt.</summary>
    public async Task<ReceiptFile?> RunAsync(string? token, CancellationToken cancel)
    {
        if (PublicTokens.HashOf(token) is not { } hash)
        {
            return null;
        }

        var receipt = await db.Receipts.AsNoTracking().SingleOrDefaultAsync(r => r.TokenHash == hash, cancel);
        return receipt is null ? null : await pdf.DrawAsync(receipt, cancel);
    }
}
