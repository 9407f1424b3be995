using Charity.Data.Work;
using Hangfire.Logging;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Charity.Production.Jobs;

/// <summary>
/// Hangfire's log among ours: errors without secrets, and what it tells of its daily life one level lower. Hangfire has
/// one log for a process, so that of the host which started last is used.
/// </summary>
internal sealed class JobLog(ILoggerFactory loggers) : ILogProvider
{
    public ILog GetLogger(string name) => new Log(Logger(name));

    /// <summary>Null when the host of this log is gone already while another still works.</summary>
    private ILogger? Logger(string name)
    {
        try
        {
            return loggers.CreateLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    private sealed class Log(ILogger? target) : ILog
    {
        bool ILog.Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception)
        {
            var level = logLevel switch
            {
                Hangfire.Logging.LogLevel.Fatal => LogLevel.Critical,
                Hangfire.Logging.LogLevel.Error => LogLevel.Error,
                Hangfire.Logging.LogLevel.Warn => LogLevel.Warning,
                Hangfire.Logging.LogLevel.Info => LogLevel.Debug,
                _ => LogLevel.Trace,
            };
            if (target?.IsEnabled(level) != true)
            {
                return false;
            }

            if (messageFunc is not null)
            {
                target.Log(level, "{Message}{Error}", Redaction.Clean(messageFunc()), exception is null ? "" : " " + Redaction.Describe(exception));
            }

            return true;
        }
    }
}
