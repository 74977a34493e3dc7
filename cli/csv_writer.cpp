#include "cli/csv_writer.hpp"

#include "base/error.hpp"
#include "base/whole_file.hpp"

#include <cstdio>
#include <utility>

namespace cityweave::cli {

namespace {

void append_csv_field(std::string& text, std::string_view field) {
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
        text += field;
        return;
    }
    text += '"';
    for (const char c : field) {
        if (c == '"') text += '"';
        text += c;
    }
    text += '"';
}

template <class Fields>
void append_line(std::string& text, const Fields& fields) {
    bool first = true;
    for (const auto& field : fields) {
        if (!std::exchange(first, false)) text += ',';
        append_csv_field(text, field);
    }
    text += '\n';
}

} // namespace

std::string csv_line(const std::vector<std::string>& fields) {
    std::string line;
    append_line(line, fields);
    return line;
}

void append_csv_line(std::string& text, std::initializer_list<std::string_view> fields) {
    append_line(text, fields);
}

void write_output(const std::string& path, std::string_view text) {
    if (path != "-") return base::write_whole_file(path, text);
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (!written) throw base::IoError("standard output: cannot be written");
}

CsvOutput::CsvOutput(const std::string& path, std::initializer_list<std::string_view> header) {
    if (path != "-") file_.emplace(path);
    row(header);
}

void CsvOutput::row(std::initializer_list<std::string_view> fields) {
    constexpr std::size_t piece = std::size_t{64} << 10;
    append_csv_line(text_, fields);
    if (text_.size() >= piece) write_out();
}

void CsvOutput::write_out() {
    if (file_)
        file_->append(text_);
    else
        write_output("-", text_);
    text_.clear();
}

void CsvOutput::finish() {
    write_out();
    if (file_) file_->commit();
}

} // namespace cityweave::cli
