using System.Globalization;

namespace WaiaaS.FakeDaemon
{
    /// <summary>What is sent back: a status, a body, and where a redirection leads.</summary>
    internal sealed class Answer
    {
        private Answer(int status, string contentType, string body)
        {
            Status = status;
            ContentType = contentType;
            Body = body;
        }

        public int Status { get; private set; }

        public string ContentType { get; private set; }

        public string Body { get; private set; }

        public string Location { get; private set; }

        public static Answer Json(int status, string body)
        {
            return new Answer(status, "application/json", body);
        }

        public static Answer Page(string received)
        {
            return new Answer(200, "text/html", "<!DOCTYPE html><html><body>You sent: " + received + "</body></html>");
        }

        public static Answer Redirect(string target)
        {
            return new Answer(307, "text/plain", string.Empty) { Location = target };
        }

        /// <summary>An error. It repeats what came as authorization, as careless servers do, so that a leak shows.</summary>
        public static Answer Error(int status, string code, string received)
        {
            return Json(status, string.Format(
                CultureInfo.InvariantCulture,
                "{{\"code\":\"{0}\",\"message\":\"Refused.\",\"retryable\":false,\"received\":\"{1}\"}}",
                code,
                received));
        }
    }
}
