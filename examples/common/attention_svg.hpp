// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "attention_picture.hpp"

#include <shapeproof/io/atomic_file.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

namespace detail {

// Writes the parts of the picture one below the other. Lengths are pixels; a monospaced letter of size 15 is 9 wide.
class svg_drawing {
public:
  explicit svg_drawing(attention_picture const& picture)
      : picture_(picture), inputs_(labels(picture.inputs)), outputs_(labels(picture.outputs)),
        title_(printable(picture.title)) {
    cell_width_ = std::max(26.0, widest(inputs_) * letter + 8);
    left_ = border + widest(outputs_) * letter + 14;
    top_ = border + (title_.empty() ? 0 : 38) + 26;
    bottom_ = top_ + cell_height * static_cast<double>(outputs_.size());
    double const grid = cell_width_ * static_cast<double>(inputs_.size()), legend = legend_width + 170;
    width_ = std::max(left_ + std::max(grid, legend), border + terminal_columns(title_) * letter) + border;
    height_ = bottom_ + 38 + border;
  }

  std::string draw() {
    begin();
    ground();
    for (std::size_t i = 0; i < inputs_.size(); ++i)
      text(left_ + cell_width_ * (static_cast<double>(i) + 0.5), top_ - 10, "text-anchor='middle'", inputs_[i]);
    for (std::size_t i = 0; i < outputs_.size(); ++i)
      text(left_ - 10, top_ + cell_height * (static_cast<double>(i) + 0.5) + 5, "text-anchor='end'", outputs_[i]);
    cells();
    scale();
    return svg_ + "</svg>\n";
  }

private:
  static constexpr double letter = 9, cell_height = 26, border = 24, legend_width = 120;

  static std::string number(double value, int digits = 1) { // always with a point, whatever the locale
    char text[64];
    return {text, std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, digits).ptr};
  }

  static std::string escaped(std::string_view text) {
    std::string result;
    for (char const c : text) {
      if (c == '&')
        result += "&amp;";
      else if (c == '<')
        result += "&lt;";
      else if (c == '>')
        result += "&gt;";
      else
        result += c;
    }
    return result;
  }

  void text(double x, double y, std::string_view attributes, std::string_view what) {
    svg_ += "<text x='" + number(x) + "' y='" + number(y) + "' " + std::string(attributes) + '>' + escaped(what) +
            "</text>\n";
  }

  static std::string box(double x, double y, double width, double height, std::string const& attributes) {
    return "<rect x='" + number(x) + "' y='" + number(y) + "' width='" + number(width) + "' height='" + number(height) +
           "' " + attributes;
  }

  void begin() {
    svg_ = "<svg xmlns='http://www.w3.org/2000/svg' role='img' width='" + number(width_, 0) + "' height='" +
           number(height_, 0) + "'>\n<title>" + escaped(title_.empty() ? "Attention" : title_) + "</title>\n" +
           R"(<style>
text { font: 15px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1f2937 }
.title { font-weight: bold }
.small { font-size: 12px; fill: #6b7280 }
.ground { fill: #ffffff; stroke: #e5e7eb }
.empty { fill: #eff1f5 }
.weight { fill: #4338ca }
.end { stop-color: #4338ca }
@media (prefers-color-scheme: dark) {
  text { fill: #e5e7eb }
  .small { fill: #9ca3af }
  .ground { fill: #0f172a; stroke: #1e293b }
  .empty { fill: #1b2536 }
  .weight { fill: #a5b4fc }
  .end { stop-color: #a5b4fc }
}
</style>
)";
  }

  void ground() {
    svg_ += box(0.5, 0.5, width_ - 1, height_ - 1, "rx='12' class='ground'/>\n");
    if (!title_.empty()) text(border, border + 14, "class='title'", title_);
  }

  void cells() {
    svg_ += "<pattern id='grid' x='" + number(left_) + "' y='" + number(top_) + "' width='" + number(cell_width_) +
            "' height='" + number(cell_height) + "' patternUnits='userSpaceOnUse'>" +
            box(1, 1, cell_width_ - 2, cell_height - 2, "rx='4' class='empty'/></pattern>\n");
    svg_ +=
        box(left_, top_, cell_width_ * static_cast<double>(inputs_.size()), bottom_ - top_, "fill='url(#grid)'/>\n");
    svg_ += "<g class='weight'>\n";
    for (std::size_t output = 0; output < outputs_.size(); ++output)
      for (std::size_t input = 0; input < inputs_.size(); ++input) cell(output, input);
    svg_ += "</g>\n";
  }

  void cell(std::size_t output, std::size_t input) { // says its weight when it is pointed at
    double const weight = std::clamp(static_cast<double>(picture_.weight(output, input)), 0.0, 1.0);
    if (weight < 0.005) return;
    svg_ +=
        box(left_ + cell_width_ * static_cast<double>(input) + 1, top_ + cell_height * static_cast<double>(output) + 1,
            cell_width_ - 2, cell_height - 2, "rx='4' fill-opacity='" + number(weight, 2) + "'>");
    svg_ += "<title>" + escaped(outputs_[output] + " from " + inputs_[input]) + ": " + number(weight, 2) +
            "</title></rect>\n";
  }

  void scale() {
    svg_ += "<linearGradient id='scale'><stop class='end' offset='0' stop-opacity='0'/><stop class='end' offset='1'/>"
            "</linearGradient>\n";
    double const y = bottom_ + 26;
    text(left_ - 10, y + 9, "class='small' text-anchor='end'", "0");
    svg_ += box(left_, y, legend_width, 10, "rx='4' class='empty'/>\n");
    svg_ += box(left_, y, legend_width, 10, "rx='4' fill='url(#scale)'/>\n");
    text(left_ + legend_width + 10, y + 9, "class='small'", "1");
    text(left_ + legend_width + 32, y + 9, "class='small'", "attention weight");
  }

  attention_picture const& picture_;
  std::vector<std::string> inputs_, outputs_;
  std::string title_, svg_;
  double cell_width_, left_, top_, bottom_, width_, height_;
};

} // namespace detail

// A complete SVG file: a row for each output, a column for each input, stronger for more weight. It brings its own
// ground, light or dark as the reader's system is. Throws usage_error and data_error.
inline std::string draw_svg(attention_picture const& picture) {
  check(picture);
  return detail::svg_drawing(picture).draw();
}

// An older file is replaced only by a complete new one. Throws usage_error, data_error (a label is not UTF-8) and
// file_error.
inline void write_svg(std::string const& path, attention_picture const& picture) {
  std::string const svg = draw_svg(picture);
  sp::write_file_atomically(path, [&](sp::atomic_file& file) { file.write(std::string_view(svg)); });
}

} // namespace examples
