#include "cli/csv_writer.hpp"

#include "base/error.hpp"
#include "base/whole_file.hpp"

#include <cstdio>

namespace cityweave::cli {

namespace {

std::string csv_field(const std::string& field) {
    if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
    std::string quoted = "\"";
    for (const char c : field) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

} // namespace

std::string csv_line(const std::vector<std::string>& fields) {
    std::string line;
    for (std::size_t i = 0; i < fields.size(); ++i) line += (i == 0 ? "" : ",") + csv_field(fields[i]);
    return line + '\n';
}

void write_output(const std::string& path, std::string_view text) {
    if (path != "-") return base::write_whole_file(path, text);
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (!written) throw base::IoError("standard output: cannot be written");
}

} // namespace cityweave::cli
